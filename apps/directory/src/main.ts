import { startService } from '@cairn/nest-service';
import { directory } from './directory.module.js';

await startService(directory);
