import { describe, expect, test } from '@jest/globals';
import { formSteps, fieldsOf } from '../../src/application/form.ts';
import { formCard } from '../../src/bot/cards/formCards.ts';
import type { FormView } from '../../src/bot/cards/formFields.ts';
import type { Day, PersonId, Role } from '../../src/domain/words.ts';
import { faultsOf, nodesOf, ofType } from '../support/cardRules.ts';
import { alex, legacy, lee, nestor, production, until } from '../support/cardViews.ts';

const form: FormView = {
  step: 'what',
  nonce: '5f0c1b8e',
  values: {},
  refusals: [],
  environments: [production, { ...legacy, name: 'Contoso Legacy' }],
  roles: [{ id: 'r1', name: 'Integration Reader' }],
  today: '2026-11-26' as Day,
  latest: '2027-11-26' as Day,
  understood: [],
  canGoBack: false,
  requester: alex,
};

test.each(formSteps)('the inputs of “%s” are the fields that are checked in it', (step) => {
  const ids = inputsOf({ ...form, step }).map(({ id }) => id);
  expect(ids).toEqual([...fieldsOf[step]]);
});

test.each(formSteps)('a click in “%s” carries the form it belongs to', (step) => {
  const { content } = formCard({ ...form, step, canGoBack: true });
  const actions = ofType(content['actions'], 'Action.Execute');
  expect(actions.map(({ verb }) => verb)).toEqual(['next', 'back', 'cancel']);
  for (const { data } of actions) expect(data).toEqual({ form: '5f0c1b8e', step });
});

test('the first step has no way back', () => {
  const actions = ofType(formCard(form).content['actions'], 'Action.Execute');
  expect(actions.map(({ verb }) => verb)).toEqual(['next', 'cancel']);
});

test('every step says which of how many it is', () => {
  const titles = formSteps.map((step) => formCard({ ...form, step }).text.split('\n')[0]);
  expect(titles).toEqual(['Step 1 of 3: what it is for', 'Step 2 of 3: account and owner', 'Step 3 of 3: access']);
});

describe('what was understood', () => {
  const understood: FormView = {
    ...form,
    values: { environment: production.key, until },
    understood: ['environment', 'until'],
  };

  test('is said in a line', () => {
    expect(formCard(understood).text).toContain('Understood: Contoso Production · until 31 December 2026');
  });

  test('is filled in and can be changed', () => {
    expect(inputOf(understood, 'environment')).toMatchObject({ value: 'prod', type: 'Input.ChoiceSet' });
    expect(inputOf({ ...understood, step: 'access' }, 'until')).toMatchObject({ value: '2026-12-31' });
  });

  test('is not mentioned when there was nothing', () => {
    expect(formCard(form).text).not.toContain('Understood');
  });
});

test('an environment that is on-premises says so in the list', () => {
  expect(inputOf(form, 'environment')?.['choices']).toEqual([
    { title: 'Contoso Production', value: 'prod' },
    { title: 'Contoso Legacy (on-premises)', value: 'legacy' },
  ]);
});

test('many environments become a list that opens', () => {
  const environments = Array.from({ length: 6 }, () => production);
  expect(inputOf({ ...form, environments }, 'environment')).toMatchObject({ style: 'compact' });
});

describe('the owner', () => {
  const step: FormView = { ...form, step: 'account' };

  test('is the requester unless another one is given', () => {
    expect(inputOf(step, 'owner')).toMatchObject({ value: alex.upn });
  });

  test('is shown by address, not by object id', () => {
    const chosen = { ...step, values: { owner: nestor.id }, owner: nestor };
    expect(inputOf(chosen, 'owner')).toMatchObject({ value: nestor.upn });
  });

  test('stays as typed while it is not known', () => {
    expect(inputOf({ ...step, values: { owner: 'Nes' } }, 'owner')).toMatchObject({ value: 'Nes' });
  });

  test('is chosen among the people who match', () => {
    const several: FormView = {
      ...step,
      values: { owner: 'e' },
      refusals: [
        { field: 'owner', code: 'SeveralPeople', text: 'e', people: [nestor, { id: lee.id, name: 'Lee Gu' }] },
      ],
    };
    expect(inputOf(several, 'owner')).toMatchObject({
      type: 'Input.ChoiceSet',
      choices: [
        { title: `Nestor Wilke (${nestor.upn ?? ''})`, value: nestor.id },
        { title: 'Lee Gu', value: lee.id },
      ],
    });
  });

  test('of nobody’s name in particular is asked for', () => {
    expect(inputOf({ ...step, requester: { id: 'x' as PersonId, name: 'Pat' } }, 'owner')).toMatchObject({
      value: 'Pat',
    });
  });
});

describe('access', () => {
  const step: FormView = { ...form, step: 'access' };

  test('is until a day that the policy allows', () => {
    expect(inputOf(step, 'until')).toMatchObject({ min: '2026-11-26', max: '2027-11-26' });
  });

  test('has several roles, those chosen before ticked', () => {
    const values = { roleIds: ['r1', 'r2'] };
    expect(inputOf({ ...step, values }, 'roleIds')).toMatchObject({ isMultiSelect: true, value: 'r1,r2' });
  });

  test('stays under the size that Teams takes when there are very many roles, and keeps the chosen ones', () => {
    const roles: readonly Role[] = Array.from({ length: 400 }, (_, index) => ({
      id: `70000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      name: `Dynamics 365 Customer Service Representative ${index}`,
    }));
    const last = roles.at(-1)?.id ?? '';
    const many = { ...step, roles, values: { roleIds: [last] } };
    const card = formCard(many);
    expect(Buffer.byteLength(JSON.stringify(card.content))).toBeLessThan(25 * 1024);
    expect(JSON.stringify(inputOf(many, 'roleIds')?.['choices'])).toContain(last);
    expect(card.text).toContain('of 400 roles');
    expect(faultsOf(card.content)).toEqual([]);
  });
});

test('a refusal names the field, says why and what to do', () => {
  const { text } = formCard({
    ...form,
    refusals: [{ field: 'environment', code: 'OnPremises', environment: legacy.name }],
  });
  expect(text).toContain('Environment: Contoso Legacy (on-premises) is on-premises.');
  expect(text).toContain('exists online only');
  expect(text).toContain('Choose an online environment.');
});

function inputsOf(view: FormView) {
  return nodesOf(formCard(view).content).filter(({ type }) => String(type).startsWith('Input.'));
}

function inputOf(view: FormView, id: string) {
  return inputsOf(view).find((input) => input['id'] === id);
}
