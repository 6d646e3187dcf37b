import { BackstayError } from "../../../shared/errors.ts";
import { type StoreVariables, secretOf, variableOf } from "../variables.ts";
import { regionOf, type S3Place } from "./place.ts";

/** Never logged, never part of an error. */
export type S3SignIn = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** Services that have no regions take this one. */
const USUAL_REGION = "us-east-1";

/**
 * What to sign in with: `S3_ACCESS_KEY_ID` and `S3_SECRET_ACCESS_KEY`, or what restic and other programs take, `AWS_ACCESS_KEY_ID`,
 * `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
 * @throws {BackstayError} STORE_SIGN_IN_MISSING, FILE_UNREADABLE
 */
export async function s3SignIn({ location }: S3Place, variables: StoreVariables): Promise<S3SignIn> {
  const accessKeyId = variableOf(variables, "S3_ACCESS_KEY_ID") ?? (variables.AWS_ACCESS_KEY_ID || undefined);
  const secretAccessKey =
    (await secretOf(variables, "S3_SECRET_ACCESS_KEY")) ?? (variables.AWS_SECRET_ACCESS_KEY || undefined);
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    throw new BackstayError("STORE_SIGN_IN_MISSING", { location, variables: names });
  }
  const sessionToken = variables.AWS_SESSION_TOKEN || undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** Which region to begin with; a service may name another one. */
export function s3Region(place: S3Place, variables: StoreVariables): string {
  return (
    variableOf(variables, "S3_REGION") ??
    (variables.AWS_DEFAULT_REGION || variables.AWS_REGION || regionOf(place) || USUAL_REGION)
  );
}
