import { completionShape, defineEvent, warningShape } from '@cairn/event-sourcing';

export const DirectoryWarningRaised = defineEvent('DirectoryWarningRaised', 1, warningShape, {
  summary: 'Something was found that somebody should look at; it blocks nothing.',
});
export const DirectoryTaskCompleted = defineEvent('DirectoryTaskCompleted', 1, completionShape, {
  summary: 'Somebody has looked at a warning and closed the task.',
});

export const internal = [DirectoryWarningRaised, DirectoryTaskCompleted];
