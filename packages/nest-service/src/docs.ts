import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';

const { resolve } = createRequire(import.meta.url);

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Cairn API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;
const start = `SwaggerUIBundle({ url: '/docs-json', dom_id: '#api', validatorUrl: null });\n`;

/** Serves the API's document at `/docs-json`, and at `/docs` a page to browse it and try it out. The document is made when somebody first asks. */
export function serveDocs(http: FastifyInstance, describe: () => OpenAPIObject): void {
  let document: OpenAPIObject | undefined;
  http.get('/docs-json', async () => (document ??= describe()));
  http.get('/docs', async (_, reply) => reply.type('text/html; charset=utf-8').send(page));
  http.get('/docs/start.js', async (_, reply) => reply.type('text/javascript').send(start));
  for (const [asset, type] of [
    ['swagger-ui.css', 'text/css'],
    ['swagger-ui-bundle.js', 'text/javascript'],
  ] as const)
    http.get(`/docs/${asset}`, async (_, reply) => reply.type(type).send(await readFile(resolve(`swagger-ui-dist/${asset}`))));
}
