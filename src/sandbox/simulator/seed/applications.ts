import type { ServicePrincipal } from '../graph/model.ts';
import { personId } from './people.ts';

function application(number: number, displayName: string, owners: string[] = []): ServicePrincipal {
  const tail = `-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return {
    id: `a3000000${tail}`,
    appId: `f0000000${tail}`,
    displayName,
    accountEnabled: true,
    servicePrincipalType: 'Application',
    owners,
  };
}

/** The bot itself. */
export const seatkeeper = application(1, 'Seatkeeper');
export const powerBi = application(2, 'Power BI connector');
/** Of no environment yet. */
export const reporting = application(11, 'Contoso Reporting', [personId(6)]);
/** Has an application user in production. */
export const sapConnector = application(12, 'SAP Connector', [personId(5)]);
/** Had one there, which was deleted: it blocks another. */
export const oldPortal = application(13, 'Old Portal');

export const applications: readonly ServicePrincipal[] = [seatkeeper, powerBi, reporting, sapConnector, oldPortal];
