import { startService } from '@cairn/nest-service';
import { evaluation } from './evaluation.module.js';

await startService(evaluation);
