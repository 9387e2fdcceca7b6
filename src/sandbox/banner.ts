import { styleText } from 'node:util';
import { approver, requester } from './people.ts';
import type { Person } from './people.ts';
import type { Settings } from './settings.ts';

export const EXAMPLE_REQUEST = 'I need a non-interactive user for the SAP order sync in prod until 31 December';

type Facts = {
  requesterUrl: string;
  approverUrl: string;
  others: readonly { person: Person; url: string }[];
} & Pick<Settings, 'dataFolder' | 'logFolder' | 'scenario' | 'simulatorPort'>;

export function banner(facts: Facts): string {
  const { requesterUrl, approverUrl, others, dataFolder, logFolder, scenario, simulatorPort } = facts;
  const strong = (text: string) => styleText('bold', text);
  const link = (text: string) => styleText(['cyan', 'underline'], text);
  return [
    '',
    strong('Seatkeeper is running: bot, CRM simulator, PostgreSQL and chat windows, all on this machine.'),
    '',
    '  1. Open these windows, and leave them open (a window forgets what it showed when it is loaded again):',
    '',
    `       ${link(requesterUrl)}  ${fullName(requester)}, the requester`,
    `       ${link(approverUrl)}  ${fullName(approver)}, the approver`,
    ...others.map(({ person, url }) => `       ${link(url)}  ${fullName(person)}`),
    '',
    `  2. As ${fullName(requester)}, type this, answer what is asked, and submit the review card:`,
    '',
    `       ${strong(EXAMPLE_REQUEST)}`,
    '',
    `  3. As ${fullName(approver)}, click Approve on the card that has arrived, and watch both windows.`,
    '',
    ...(scenario ? [`  Scenario   ${strong(scenario.name)}  ${scenario.comment}`] : []),
    `  Data       ${dataFolder}  (kept; delete the folder to start afresh)`,
    `  Logs       ${logFolder}`,
    `  Clock      curl -X POST http://127.0.0.1:${simulatorPort}/_simulator/clock -H 'content-type: application/json' -d '{"advanceSeconds": 2592000}'`,
    '             lets thirty days pass; what is due by then happens within a minute',
    '  People     npm run sandbox -- --also nestor,lee opens windows for more of them',
    '  Stop       Ctrl-C',
    '',
  ].join('\n');
}

function fullName({ givenName, surname }: Person): string {
  return `${givenName} ${surname}`;
}
