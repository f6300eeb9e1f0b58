import { Api } from './api.js';
import { presentProgramme } from './programme.js';
import { showOnStderr } from './progress.js';

/** Plays the programme through services that somebody else has started. */
export async function playAt({ url }: { url: string }): Promise<void> {
  const { table, seconds } = await presentProgramme(new Api(url), showOnStderr);
  process.stdout.write(`${table}\nPlayed in ${seconds} s.\n`);
}
