/** Of the key vault. */
export interface Secret {
  name: string;
  /** At least one, the latest last. */
  versions: SecretVersion[];
}

export interface SecretVersion {
  version: string;
  value: string;
  contentType: string | null;
  tags: Record<string, string> | null;
  enabled: boolean;
  /** Seconds since 1970, like the others. */
  nbf: number | null;
  exp: number | null;
  created: number;
  updated: number;
}
