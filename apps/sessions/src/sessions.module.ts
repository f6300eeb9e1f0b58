import { defineService } from '@cairn/nest-service';
import { Attendance, attendance } from './read-models/attendance.read-model.js';
import { GroupSessions, groupSessions } from './read-models/group-sessions.read-model.js';
import { Groups, groups } from './read-models/groups.read-model.js';
import { SeriesCommands } from './series/series.commands.js';
import { SeriesController } from './series/series.controller.js';
import { series } from './series/series.decider.js';

/** What happens when a group meets: its sessions, and who was there. */
export const sessions = defineService({
  name: 'sessions',
  streams: [series],
  controllers: [SeriesController],
  providers: [SeriesCommands, GroupSessions, Attendance, Groups],
  readModels: [groupSessions, attendance, groups],
});
