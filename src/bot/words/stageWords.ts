import type { AppliedTerms } from '../../domain/policy.ts';

/** `Stage 1 of 2`; of the only one, no number helps. `stage`: from 0. */
export function stageName(stage: number, { stages }: Pick<AppliedTerms, 'stages'>): string {
  return stages.length === 1 ? 'The only stage' : `Stage ${stage + 1} of ${stages.length}`;
}
