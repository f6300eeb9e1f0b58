import { startService } from '@cairn/nest-service';
import { sessions } from './sessions.module.js';

await startService(sessions);
