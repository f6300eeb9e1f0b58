import { startService } from '@cairn/nest-service';
import { history } from './history.module.js';

await startService(history);
