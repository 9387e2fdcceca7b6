import { adminProblem, adminUnauthorised, answerAdmin } from './admin/service.ts';
import { answerDataverse, dataverseProblem, dataverseUnauthorised } from './dataverse/service.ts';
import { answerGraph } from './graph/service.ts';
import { graphProblem, graphUnauthorised } from './graph/problems.ts';
import type { Answer, Call, ServiceError } from './http.ts';
import type { State } from './state.ts';
import { vaultProblem, vaultUnauthorised } from './vault/problems.ts';
import { answerVault } from './vault/service.ts';

/** One of the simulated services: how it answers, and the shape of its refusals. */
export interface Service {
  /** The part of the path that belongs to the address of the service. */
  root: string;
  answer(state: State, call: Call): Promise<Answer>;
  problem(error: unknown, now: Date): Answer;
  unauthorised(): ServiceError;
}

/** The service that a path belongs to; the first segment is `graph`, `bap`, `vault` or the key of an environment. */
export function serviceFor(path: string): Service {
  const [, first = ''] = path.split('/');
  if (first === 'graph') {
    const root = /^\/graph\/(v1\.0|beta)/.exec(path)?.[0] ?? '/graph';
    return { root, answer: answerGraph, problem: graphProblem, unauthorised: graphUnauthorised };
  }
  if (first === 'bap') {
    return { root: '/bap', answer: answerAdmin, problem: adminProblem, unauthorised: adminUnauthorised };
  }
  if (first === 'vault') {
    return { root: '/vault', answer: answerVault, problem: vaultProblem, unauthorised: vaultUnauthorised };
  }
  const root = /^\/[^/]+\/api\/data\/v\d+\.\d+/.exec(path)?.[0] ?? `/${first}`;
  return {
    root,
    answer: (state, call) => answerDataverse(state, first, call),
    problem: dataverseProblem,
    unauthorised: dataverseUnauthorised,
  };
}
