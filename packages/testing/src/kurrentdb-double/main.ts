/**
 * The double as a process of its own, so that it can be killed. Options: `--port`, `--data-file`, `--first-position`, `--append-bytes`.
 * The first line it prints is `{"port":…}`. Then each line on its standard input is an order, answered by one line:
 * `{"do":"misbehave","fault":…,"times":…}`, `{"do":"behave"}`, `{"do":"go-away"}`, `{"do":"report"}`. It ends when its input ends, unless `--stay`.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startKurrentDbDouble } from './double.js';
import type { Fault } from './faults.js';

export type Order = { readonly do: 'misbehave'; readonly fault: Fault; readonly times: number } | { readonly do: 'behave' | 'go-away' | 'report' };

const { values } = parseArgs({
  options: {
    stay: { type: 'boolean' },
    port: { type: 'string' },
    'data-file': { type: 'string' },
    'first-position': { type: 'string' },
    'append-bytes': { type: 'string' },
  },
});
const double = await startKurrentDbDouble({
  port: Number(values.port ?? 0),
  ...(values['data-file'] !== undefined && { dataFile: values['data-file'] }),
  ...(values['first-position'] !== undefined && { firstPosition: BigInt(values['first-position']) }),
  ...(values['append-bytes'] !== undefined && { appendBytes: Number(values['append-bytes']) }),
});

const say = (answer: unknown) => console.log(JSON.stringify(answer));

say({ port: double.port });
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order;
  if (order.do === 'misbehave') double.misbehave(order.fault, order.times);
  else if (order.do === 'behave') double.behave();
  else if (order.do === 'go-away') double.goAway();
  say(order.do === 'report' ? double.report() : {});
}
if (!values.stay) await double.stop();
