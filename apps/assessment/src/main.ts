import { startService } from '@cairn/nest-service';
import { assessment } from './assessment.module.js';

await startService(assessment);
