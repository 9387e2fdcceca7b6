import { describe, expect, test } from '@jest/globals';
import { awayCard } from '../../src/bot/cards/awayCard.ts';
import { explainCard } from '../../src/bot/cards/explainCard.ts';
import { policyTestCard } from '../../src/bot/cards/policyTestCard.ts';
import { unusableFileCard } from '../../src/bot/cards/unusableFileCard.ts';
import { absenceRefusal } from '../../src/bot/words/absenceRefusals.ts';
import { flawWords } from '../../src/bot/words/policyWords.ts';
import type { Explanation } from '../../src/application/explainPolicy.ts';
import type { AbsenceRefusal } from '../../src/application/absences.ts';
import type { Day } from '../../src/domain/words.ts';
import { crowd, explanation, memberOf, monaIsAway, outOfOffice, policyTest } from '../support/cardApprovals.ts';
import { ofType } from '../support/cardRules.ts';
import { alex, approvalBy, baseOf, joni, lee, megan, mona, requestIn } from '../support/cardViews.ts';

describe('the explanation of a policy', () => {
  test('says who can approve and why, who cannot and why not, stage by stage', () => {
    const { text, summary } = explainCard(explanation);
    expect(summary).toBe('Who can decide #104 SAP order sync: enough people');
    expect(text).toContain('Stage 1 of 2, closed: 1 of 1 approval given');
    expect(text).toContain('✓  Megan Bowen  has approved: in CRM Approvers');
    expect(text).toContain('✕  Alex Wilber  asked for it');
    expect(text).toContain('Stage 2 of 2, open: 2 approvals needed');
    expect(text).toContain('●  Adele Vance  in CRM Approvers');
    expect(text).toContain('✕  Megan Bowen  has approved in stage 1');
    expect(text).toContain('And 26 more can approve.');
  });

  test('names the rule and the version, and what else the policy asks for', () => {
    const { text } = explainCard(explanation);
    expect(text).toContain('standard, rule “system administrators”  version 3f9a1c20');
    expect(text).toContain('90 days');
    expect(text).toContain('20 characters at least');
    expect(text).toContain('Alex Wilber and whoever is in CRM Requesters');
    expect(text).toContain('no older than 10 minutes');
  });

  test('says when it cannot be decided, and when somebody may be missing', () => {
    const nobody = {
      ...explanation,
      request: requestIn('Pending'),
      stages: [{ required: 1, given: [], approvers: [], excluded: [] }],
    };
    const { text } = explainCard({ ...nobody, decidable: false, incomplete: true });
    expect(text).toContain('#104 cannot get all of its approvals.');
    expect(text).toContain('Nobody can approve in this stage.');
    expect(text).toContain('There may be more people than these.');
  });

  test('tells alternates, the fallback and delegates apart', () => {
    const approvers = [
      { person: megan, because: { ...memberOf, as: 'alternate' } },
      { person: lee, because: { kind: 'environmentOwner', as: 'fallback' } },
      { person: joni, because: { ...memberOf, insteadOf: megan } },
    ] as const;
    const text = textOf({ required: 1, given: [], approvers, excluded: [] });
    expect(text).toContain('Megan Bowen  in CRM Approvers, an alternate');
    expect(text).toContain('Lee Gu  an owner of Contoso Production, the fallback');
    expect(text).toContain('Joni Sherman  in CRM Approvers, in the place of Megan Bowen');
  });

  test('names who is away and who stands in, and in whose place somebody approved', () => {
    const text = textOf(explanation.stages[1]);
    expect(text).toContain('Mona Kane  in CRM Approvers; away until 3 December 2026, Joni Sherman stands in');
    expect(text).toContain('Joni Sherman  in CRM Approvers, in the place of Mona Kane');
    const approval = { ...approvalBy(joni), because: { ...memberOf, insteadOf: mona } };
    const used = { why: 'voteUsed', because: memberOf } as const;
    const given = textOf({
      required: 2,
      given: [approval],
      approvers: [],
      excluded: [
        { ...used, person: mona, approval },
        { ...used, person: lee, because: { ...memberOf, insteadOf: mona }, approval },
        { ...used, person: alex, because: { ...memberOf, insteadOf: joni }, approval },
      ],
    });
    expect(given).toContain('✓  Joni Sherman  has approved: in CRM Approvers, in the place of Mona Kane');
    expect(given).toContain('✕  Mona Kane  Joni Sherman has approved in their place');
    expect(given).toContain('✕  Lee Gu  stands in for Mona Kane, in whose place Joni Sherman has approved');
    expect(given).toContain('✕  Alex Wilber  stands in for Joni Sherman, who has approved');
  });

  test('says which stage is open, and that nobody is needed in one that is closed or after the decision', () => {
    const { text } = explainCard({ ...explanation, request: requestIn('Pending', baseOf(undefined, 1, 2)) });
    expect(text).toContain('Stage 1 of 2, open: 1 of 1 approval given');
    expect(text).toContain('Stage 2 of 2, not open yet: 2 approvals needed');
    expect(text).toContain('○  Adele Vance');
    expect(explainCard(explanation).text).not.toContain('Lee Gu');
    expect(explainCard({ ...explanation, request: requestIn('Active') }).text).toContain(
      'Nobody has to approve #104 any more.',
    );
  });

  function textOf(stage: Explanation['stages'][number] | undefined): string {
    return explainCard({ ...explanation, request: requestIn('Pending'), stages: stage ? [stage] : [] }).text;
  }

  test('of many stages with many people stays within what Teams takes', () => {
    const people = crowd(100).map(({ person }) => person);
    const stages = Array.from({ length: 5 }, () => ({
      required: 3,
      given: [],
      approvers: people.map((person) => ({ person, because: memberOf })),
      excluded: people.map((person) => ({ person, why: 'creator' }) as const),
    }));
    const { content } = explainCard({ ...explanation, stages });
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(25 * 1024);
  });
});

describe('the test of a policy', () => {
  test('shows eight things a page, what cannot be meant first', () => {
    const { text, content } = policyTestCard(policyTest);
    expect(text).toContain('Showing 1–8 of 12');
    expect(text).toContain('8 things to look at; 4 of 27 requests would be decided differently.');
    expect(text).toContain('standard, rule “long ones”: it is never reached: the rule “everything” before it');
    expect(text).toContain('Group CRM Deputies: it has no members.');
    expect(text).not.toContain('Web shop');
    expect(ofType(content, 'Action.Submit').map(({ data }) => data)).toEqual([
      { command: 'policyTest', offset: 8 },
      { command: 'policyTest', offset: 0 },
    ]);
  });

  test('says of each request what decides it now and what would, and what that means for it', () => {
    const { text } = policyTestCard(policyTest, 8);
    expect(text).toContain(
      '#117 Web shop: standard (1 approval) → standard, rule “system administrators” (3 approvals in 2 stages).',
    );
    expect(text).toContain('its approvals would begin anew. Too few different people could approve it.');
    expect(text).toContain('#104 SAP order sync: standard (1 approval), with other approvers, terms or calls.');
    expect(text).toContain('#98 Old ERP: its environment is no longer configured.');
  });

  test('says that nothing would change', () => {
    const { text } = policyTestCard({ flaws: [], groups: [], changes: [], tested: 1 });
    expect(text).toContain('No request would be decided differently.');
    expect(text).toContain('No open request would be touched.');
    expect(text).toContain('nothing is changed');
  });

  test.each(policyTest.flaws)('$code is said with its remedy', (flaw) => {
    const { where, what, remedy } = flawWords(flaw);
    expect(where).toContain(flaw.policy);
    expect(what).toMatch(/^\p{L}.*\.$/u);
    expect(remedy).toMatch(/^\p{Lu}.*\.$/u);
  });
});

describe('a configuration that cannot be used', () => {
  const { text } = unusableFileCard([
    '/srv/seatkeeper.yaml:50: approvals.standard.stages[0].required: must be 1 or more',
    'DATABASE_URL is missing',
    ...Array.from({ length: 7 }, (_, index) => `/srv/seatkeeper.yaml:${index + 60}: admins[${index}]: is missing`),
  ]);

  test('has a row for each mistake, with the line and without the path', () => {
    expect(text).toContain('Line 50, approvals.standard.stages[0].required: must be 1 or more.');
    expect(text).toContain('Configuration: DATABASE_URL is missing');
    expect(text).not.toContain('/srv');
  });

  test('says how many mistakes there are, and that nothing has changed', () => {
    expect(text).toContain('9 mistakes');
    expect(text).toContain('And 1 more mistake. The running Seatkeeper keeps the configuration');
  });
});

describe('an absence', () => {
  test('says until when, who decides instead, and offers the way back', () => {
    const { text, content } = awayCard(monaIsAway);
    expect(text).toContain('Until the end of 3 December 2026');
    expect(text).toContain('Joni Sherman is asked with you, and may decide in your place.');
    expect(ofType(content, 'Action.Execute')).toMatchObject([{ title: 'I am back', verb: 'back' }]);
  });

  test('that the mailbox tells says so', () => {
    const { text } = awayCard(outOfOffice);
    expect(text).toContain('Known from the automatic replies of your mailbox.');
    expect(text).toContain('Nobody stands in for you.');
  });

  const day = (text: string): Day => text as Day;
  const refusals: { readonly [Code in AbsenceRefusal['code']]: Extract<AbsenceRefusal, { readonly code: Code }> } = {
    EndsInThePast: { code: 'EndsInThePast', until: day('2026-11-20'), today: day('2026-11-26') },
    TooLong: { code: 'TooLong', until: day('2099-11-20'), days: 366 },
    OwnDelegate: { code: 'OwnDelegate' },
    PersonNotFound: { code: 'PersonNotFound', text: 'Nobody' },
    SeveralPeople: { code: 'SeveralPeople', text: 'Le', people: [lee, joni] },
    DelegateIsAway: { code: 'DelegateIsAway', delegate: joni },
  };

  test.each(Object.values(refusals))('is not noted: $code says what, why and what to do', (refusal) => {
    const { what, why, todo } = absenceRefusal(refusal, day('2026-12-03'));
    for (const text of [what, why, todo]) expect(text).toMatch(/^[\p{Lu}\d].*\.$/u);
  });

  test('goes on with whoever is chosen among several', () => {
    const { buttons } = absenceRefusal(refusals.SeveralPeople, day('2026-12-03'));
    expect(buttons).toMatchObject([
      { data: { command: 'say', args: 'away until 2026-12-03 leeg@contoso.onmicrosoft.com' } },
      { data: { command: 'say', args: 'away until 2026-12-03 jonis@contoso.onmicrosoft.com' } },
    ]);
  });
});
