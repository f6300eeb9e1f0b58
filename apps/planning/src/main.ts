import { startService } from '@cairn/nest-service';
import { planning } from './planning.module.js';

await startService(planning);
