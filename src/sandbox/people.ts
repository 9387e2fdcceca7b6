/** The people of the sandbox, the same as in the simulator's directory. */
export type Person = { aadObjectId: string; givenName: string; surname: string; userPrincipalName: string };

export const requester = person(1, 'Alex', 'Wilber', 'alexw');
export const approver = person(2, 'Megan', 'Bowen', 'meganb');

/** The Playground wants exactly five others around its user: the first five of these who are not that user. */
export const everybody: readonly Person[] = [
  requester,
  approver,
  person(3, 'Nestor', 'Wilke', 'nestorw'),
  person(4, 'Adele', 'Vance', 'adelev'),
  person(5, 'Lee', 'Gu', 'leeg'),
  person(6, 'Diego', 'Siciliani', 'diegos'),
  person(7, 'Patti', 'Fernandez', 'pattif'),
];

/** Whoever of these is called so: `nestor`, `nestorw`, the whole address. */
export function personCalled(name: string): Person | undefined {
  const called = name.trim().toLowerCase();
  return everybody.find(
    ({ givenName, userPrincipalName }) =>
      [givenName.toLowerCase(), userPrincipalName].includes(called) || userPrincipalName.startsWith(`${called}@`),
  );
}

function person(number: number, givenName: string, surname: string, account: string): Person {
  return {
    aadObjectId: `a1e00000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    givenName,
    surname,
    userPrincipalName: `${account}@contoso.onmicrosoft.com`,
  };
}
