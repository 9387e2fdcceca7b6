import { takesSeat } from '../../domain/ask.ts';
import { secretNameOf, type StepName } from '../../domain/plannedSteps.ts';
import { aFewSeconds, type StepFacts, type StepWords } from './stepFacts.ts';

type AccountStep = Extract<StepName, 'check' | 'storePassword' | 'account' | 'lendLicence' | 'returnLicence'>;

/** What happens before the environment, and in Entra, the key vault and the licences. */
export function accountSteps(facts: StepFacts): Readonly<Record<AccountStep, StepWords>> {
  const { made, address } = facts;
  return {
    check: checkWords(facts),
    storePassword: storePasswordWords(facts),
    account: facts.ask.account.kind === 'new' ? createWords(facts) : findWords(facts),
    lendLicence: {
      plan: 'Lend it one spare licence for the set-up',
      now: 'Lending it a spare licence',
      done: 'Spare licence lent',
      usual: aFewSeconds,
      ...(!made.ownLicence && {
        undo: {
          plan: 'Take the licence back',
          done: 'Licence back',
          byHand: `${licencesOf(address)} and remove the licence with the SKU ${facts.environment.licenceSku}.`,
        },
      }),
    },
    returnLicence: {
      plan: 'Take the licence back',
      now: 'Taking the licence back',
      done: 'Licence given back',
      usual: aFewSeconds,
      ...(made.ownLicence && {
        undo: {
          plan: 'Give the account its own licence back',
          done: 'Own licence given back',
          byHand: `${licencesOf(address)} and assign the licence with the SKU ${facts.environment.licenceSku}.`,
        },
      }),
    },
  };
}

function checkWords({ ask, environment }: StepFacts): StepWords {
  const { name } = environment;
  const { account } = ask;
  if (takesSeat(account)) {
    return {
      plan: `Check ${name}: online, a seat free, a spare licence free`,
      now: `Checking ${name}, its seats and the spare licences`,
      done: `${name}, its seats and the spare licences checked`,
      usual: '',
    };
  }
  const what = account.kind === 'application' ? 'the application' : 'the user';
  return {
    plan: `Check ${name}, ${what} and the roles`,
    now: `Checking ${name}, ${what} and the roles`,
    done: `${name}, ${what} and the roles checked`,
    usual: '',
  };
}

function storePasswordWords({ address, environment }: StepFacts): StepWords {
  const vault = environment.keyVault === undefined ? 'the key vault' : hostOf(environment.keyVault);
  const secret = secretNameOf(address);
  return {
    plan: `Store a random password in ${vault} as ${secret}, for the owner`,
    now: `Storing a random password in ${vault}`,
    done: `Password stored in ${vault} as ${secret}`,
    usual: aFewSeconds,
    undo: {
      plan: `Disable the secret ${secret}`,
      done: `Secret ${secret} disabled`,
      byHand: `In the Azure portal, open ${vault}, Secrets, ${secret}, and switch “Enabled” off.`,
    },
  };
}

function createWords({ address, environment }: StepFacts): StepWords {
  const password =
    environment.keyVault === undefined ? 'a random password that is kept nowhere' : 'the password in the key vault';
  return {
    plan: `Create the account ${address}, with ${password}`,
    now: `Creating the account ${address}`,
    done: `Account ${address} created`,
    usual: aFewSeconds,
    undo: {
      plan: `Disable the account ${address}`,
      done: `Account ${address} disabled`,
      byHand: `In the Microsoft Entra admin centre, open ${address} and switch “Account enabled” off.`,
    },
  };
}

function findWords({ address }: StepFacts): StepWords {
  return {
    plan: `Find the account ${address}; its password stays as it is`,
    now: `Looking for the account ${address}`,
    done: `Account ${address} found`,
    usual: '',
  };
}

function licencesOf(address: string): string {
  return `In the Microsoft 365 admin centre, open ${address}, Licences and apps,`;
}

/** `contoso.vault.azure.net` */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
