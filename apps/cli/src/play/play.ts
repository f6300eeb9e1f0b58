import type { Api } from '../api.js';
import type { Show } from '../progress.js';
import { everyone, leaders, settings, groups } from './cast.js';
import { fillGroups, inviteManagers } from './groups.js';
import { holdSessions, sessionNumbers } from './group-sessions.js';
import { measureResilience } from './measures.js';
import { assessNeeds } from './needs.js';
import { foundOrganisation, registerPeople } from './organisation.js';
import { approvePlans, releaseGrants, submitPlans } from './training-plans.js';

/**
 * Plays the Ipswich programme through the HTTP API, each step as the person who would take it, dated 2019. Every id and key follows from a fixed seed: sent
 * again, after any interruption, it takes up where it stopped and adds nothing twice. What a phase rests on has been folded before the phase begins.
 */
export async function playProgramme(api: Api, show: Show): Promise<void> {
  const phase: Show = async (title, steps, work) => {
    const result = await show(title, steps, work);
    api.settle();
    return result;
  };
  const people = leaders.length;
  const place = await phase('Organisation and settings', settings.length, (done) => foundOrganisation(api, done));
  await phase('People and their roles', everyone.length, (done) => registerPeople(api, place, done));
  const needIds = await phase('Inspections, assessments and needs', people, (done) => assessNeeds(api, place, done));
  const programmeId = await phase('Managers invited', people, (done) => inviteManagers(api, place, done));
  const groupIds = await phase('Delegates in groups', people, (done) => fillGroups(api, programmeId, done));
  await phase('Resilience before', people, (done) => measureResilience(api, programmeId, 'before', done));
  await phase('Group sessions, summer term 2019', groups.length * sessionNumbers.length, (done) => holdSessions(api, groupIds, done));
  await phase('Training plans, autumn term 2019', people, (done) => submitPlans(api, programmeId, needIds, done));
  await phase('Plans approved', people, (done) => approvePlans(api, programmeId, done));
  await phase('Grants released', people, (done) => releaseGrants(api, programmeId, done));
  await phase('Resilience after', people, (done) => measureResilience(api, programmeId, 'after', done));
}
