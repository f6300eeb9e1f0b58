import type { PersonalFieldCodec } from '@cairn/event-store';

export { Erased } from '@cairn/event-store';

/** Stores personal fields as they are and opens them to themselves: nothing is encrypted, and nothing can be erased. */
export const plaintextCodec: PersonalFieldCodec = {
  seal: async (event) => event.data,
  open: async (_tenant, sealed) => sealed,
};
