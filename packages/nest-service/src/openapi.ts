import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;

/** JSON Schema 2020-12, which OpenAPI 3.1 speaks. What JSON cannot say (a transform, say) is left open. */
const jsonSchema = (schema: z.ZodType, io: 'input' | 'output' = 'input'): Schema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  return rest as Schema;
};

const header = (name: string, description: string, schema: Schema) => ({ name, in: 'header' as const, required: false, description, schema });
const text = { type: 'string' } as const;

const everyRequest = [
  header('X-Correlation-Id', 'Ties this request to others in logs and in the record. Made up when absent.', { ...text, maxLength: 128 }),
  header('Cairn-Position', 'Answer only when the read models have seen this position: the one that a write answered with.', {
    ...text,
    pattern: '^\\d{1,19}$',
  }),
];
const everyCommand = [
  header(
    'Idempotency-Key',
    'Makes it safe to send the request again: the same key and body are the same command. Send one with every command: without it, what became of a request that had no answer, or a 503, can only be found out by looking.',
    { ...text, minLength: 1, maxLength: 255 },
  ),
  header('Cairn-Occurred-At', 'When it happened, where that was earlier. Needs the permission record-retrospectively.', { ...text, format: 'date-time' }),
];
const everyAnswer = {
  'Cairn-Position': { description: 'Where the answer stands in the order of all events.', schema: text },
  'X-Correlation-Id': { schema: text },
};

const schemas = {
  Problem: jsonSchema(
    z.object({
      type: z.string(),
      title: z.string(),
      status: z.int(),
      code: z.string().describe('Stable, part of the API'),
      detail: z.string(),
      violations: z.array(z.object({ code: z.string(), detail: z.string(), path: z.string().optional() })),
      correlationId: z.string(),
    }),
  ),
  Outcome: jsonSchema(z.looseObject({ stream: z.string(), revision: z.string(), position: z.string() })),
};

const problemAnswers: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood',
  401: 'No valid token',
  403: 'The caller may not do this',
  404: 'There is nothing under this id',
  409: 'Somebody else was faster',
  413: 'The body or what it would store is too large',
  422: 'A rule is broken: `code` says which',
  503: 'Not available at the moment: see Retry-After',
};
const problemAnswer = (description: string) => ({ description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } });

/** The API as OpenAPI 3.1, from the schemas that the routes validate with. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Cairn')
    .setDescription('Commands append to the record, queries read what it has come to. Errors are RFC 9457.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, frame, {
    standardSchemaConverter: (schema, { schemaType }) => (schema instanceof z.ZodType ? { schema: jsonSchema(schema, schemaType) } : undefined),
  });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...schemas } };
  for (const path of Object.values(document.paths)) for (const method of ['get', 'post'] as const) if (path[method]) complete(path[method], method);
  return document;
}

function complete(operation: Operation, method: 'get' | 'post'): void {
  const command = method === 'post';
  operation.parameters = [...(operation.parameters ?? []), ...everyRequest, ...(command ? everyCommand : [])];
  const answer = command ? { 'application/json': { schema: { $ref: '#/components/schemas/Outcome' } } } : { 'application/json': { schema: {} } };
  const problems = Object.entries(problemAnswers).map(([status, description]) => [status, problemAnswer(description)]);
  const successes = Object.entries(operation.responses ?? {}).map(([status, response]) => [status, { content: answer, ...response, headers: everyAnswer }]);
  operation.responses = Object.fromEntries([...successes, ...problems]) as Operation['responses'];
}
