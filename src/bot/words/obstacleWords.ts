export interface ObstacleWords {
  /** What is in the way, as a sentence. */
  readonly what: string;
  /** What a person can do about it, or that nothing is needed. */
  readonly todo: string;
  /** Where our words say less than the service's code, which an admin may look up. */
  readonly code?: string;
}

export const wait = 'Nothing is needed from you: it is tried again by itself.';
export const tellAdmin = 'Tell an admin of Seatkeeper; the log has the details.';
