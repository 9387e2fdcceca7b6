import type { GroupId, PersonId } from './words.ts';

/** Who may decide, as the configuration names them. */
export type ApproverRef =
  | { readonly kind: 'person'; readonly id: PersonId }
  /** Of Entra, with its transitive members. */
  | { readonly kind: 'group'; readonly id: GroupId }
  /** Of the owner of the user, as Entra has it. */
  | { readonly kind: 'manager' }
  /** As the configuration names them for the environment. */
  | { readonly kind: 'environmentOwners' };
