import { startService } from '@cairn/nest-service';
import { services } from './one-process.js';

await startService(...services);
