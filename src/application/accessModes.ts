/** Dataverse's number for a user that only programs use. */
export const nonInteractive = 4;
