/** Where the command line takes what signs in at a place, by what its location begins with. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  s3: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
  webdav: ["BACKSTAY_WEBDAV_USERNAME", "BACKSTAY_WEBDAV_PASSWORD"],
  ftp: ["BACKSTAY_FTP_USERNAME", "BACKSTAY_FTP_PASSWORD"],
  ftps: ["BACKSTAY_FTP_USERNAME", "BACKSTAY_FTP_PASSWORD"],
  rest: ["BACKSTAY_REST_USERNAME", "BACKSTAY_REST_PASSWORD"],
};

/** The names of the variables that count for a location. */
export function signInVariablesOf(location: string): readonly string[] {
  const [scheme = ""] = location.split(":", 1);
  return VARIABLES[scheme] ?? ["BACKSTAY_REST_USERNAME", "BACKSTAY_REST_PASSWORD"];
}
