import { v5 as uuidv5 } from 'uuid';

/** One training plan per programme and person: whoever knows both knows its stream. */
export const trainingPlanId = (programmeId: string, personId: string): string => uuidv5(personId, programmeId);

/** One grant per programme and person, so that two racing releases meet in one stream. */
export const grantId = (programmeId: string, personId: string): string => uuidv5(`grant/${personId}`, programmeId);
