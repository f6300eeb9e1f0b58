import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mergedApi } from './merged-api.js';
import { serviceNames, type Upstreams } from './services.js';

/** Describes itself as a service with one path of its own. */
const described = (name: string): Promise<Server> =>
  new Promise((resolve) => {
    const document = {
      openapi: '3.1.0',
      paths: { [`/api/${name}/things`]: {} },
      components: { schemas: { Problem: { type: 'object' } }, securitySchemes: { bearer: {} } },
    };
    const server = createServer((_, response) => response.end(JSON.stringify(document)));
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

describe('the merged description of the API', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('has the paths of every service, and what they have in common once', async () => {
    for (const name of serviceNames) servers.push(await described(name));
    const upstreams = Object.fromEntries(serviceNames.map((name, index) => [name, `http://127.0.0.1:${(servers[index]!.address() as AddressInfo).port}`]));
    expect(await mergedApi(upstreams as Upstreams)).toEqual({
      openapi: '3.1.0',
      paths: Object.fromEntries(serviceNames.map((name) => [`/api/${name}/things`, {}])),
      components: { schemas: { Problem: { type: 'object' } }, securitySchemes: { bearer: {} } },
    });
  });
});
