import { StoreUnavailable } from '../port.js';

interface Waiting {
  readonly weight: number;
  readonly begin: () => void;
}

/** So much may be under way at a time; the rest waits its turn, first come first served. */
export class Turns {
  private readonly waiting: Waiting[] = [];

  constructor(
    private free: number,
    private readonly patience: number,
  ) {}

  /** Runs the task when its turn comes. Throws {@link StoreUnavailable} when that takes longer than the patience: then the task has not begun. */
  async run<T>(weight: number, task: () => Promise<T>): Promise<T> {
    await this.turn(weight);
    try {
      return await task();
    } finally {
      this.free += weight;
      this.next();
    }
  }

  private turn(weight: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn: Waiting = {
        weight,
        begin: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(turn), 1);
        this.next();
        reject(new StoreUnavailable(`other appends have kept KurrentDB busy for ${this.patience} ms`));
      }, this.patience);
      this.waiting.push(turn);
      this.next();
    });
  }

  private next(): void {
    for (let first = this.waiting[0]; first && first.weight <= this.free; first = this.waiting[0]) {
      this.free -= first.weight;
      this.waiting.shift();
      first.begin();
    }
  }
}
