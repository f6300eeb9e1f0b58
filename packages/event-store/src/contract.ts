import { describeAppending } from './contract/appending.js';
import { describeLimits } from './contract/limits.js';
import { describeModel } from './contract/model.js';
import { describeReading } from './contract/reading.js';
import { describeSubscribing } from './contract/subscribing.js';
import type { OpenStore } from './contract/fixtures.js';

export type { OpenStore };

/**
 * What every adapter of the port must pass. Call it in a spec file, at the top or in a `describe`.
 * @param open opens one and the same store each time it is called; what the store holds already does not matter
 */
export function eventStoreContract(name: string, open: OpenStore): void {
  describe(`${name} is an event store`, () => {
    describeAppending(open);
    describeLimits(open);
    describeReading(open);
    describeSubscribing(open);
    describeModel(open);
  });
}
