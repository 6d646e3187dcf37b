/** Names to values, like `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Ours count first; restic's are heeded so that scripts need no change. */
export const VARIABLE_PREFIXES = ["BACKSTAY_", "RESTIC_"] as const;

/**
 * The value of `BACKSTAY_NAME`, else of `RESTIC_NAME`.
 * @returns undefined when both are missing or empty
 */
export function variable(name: string, env: Environment): string | undefined {
  return VARIABLE_PREFIXES.map((prefix) => env[prefix + name]).find(
    (value) => value !== undefined && value !== "",
  );
}

/** What `backstay help environment` prints. */
export const ENVIRONMENT_HELP = `Variables Backstay heeds. What the command line says counts before them.

  BACKSTAY_REPOSITORY             where the repository is (--repo)
  BACKSTAY_REPOSITORY_FILE        file that says where it is (--repository-file)
  BACKSTAY_PASSWORD               its password
  BACKSTAY_PASSWORD_FILE          file that holds it (--password-file)
  BACKSTAY_PASSWORD_COMMAND       program that prints it (--password-command)
  BACKSTAY_FROM_REPOSITORY, ...   the same five for the repository \`init\`, \`replicate\` or \`heal\` takes from (--from-repo, ...)
  BACKSTAY_HOST                   name of the host (--host)
  BACKSTAY_COMPRESSION            auto, off or max (--compression)
  BACKSTAY_CACHE_DIR              where to keep what is known about repositories (--cache-dir)
  BACKSTAY_HOME                   folder for everything Backstay keeps on this computer
  LC_ALL, LC_MESSAGES, LANG       language of messages: Chinese when it begins with zh, otherwise English (--lang)

For a repository on another machine, at sftp:user@host:/folder or sftp://user@host:port//folder. Without them, the
settings, keys, agent and known hosts of \`ssh\` count:

  BACKSTAY_SFTP_KEY_FILE          file of the private key to sign in with
  BACKSTAY_SFTP_PASSPHRASE        its passphrase; BACKSTAY_SFTP_PASSPHRASE_FILE: file that holds it
  BACKSTAY_SFTP_PASSWORD          password to sign in with; BACKSTAY_SFTP_PASSWORD_FILE: file that holds it
  BACKSTAY_SFTP_HOST_KEY          key the machine must have, like ssh-ed25519 SHA256:...
  BACKSTAY_SSH_CONFIG             file to read instead of ~/.ssh/config

For a repository at rclone:remote:folder, the settings of \`rclone\` count, and its own variables, like RCLONE_CONFIG_PASS:

  BACKSTAY_RCLONE_PROGRAM         where rclone is, unless it is in PATH

For a repository on a server of restic's REST protocol, at rest:https://host:8000/folder/:

  BACKSTAY_REST_USERNAME          user to sign in as
  BACKSTAY_REST_PASSWORD          their password; BACKSTAY_REST_PASSWORD_FILE: file that holds it
  BACKSTAY_CACERT                 file of certificates to trust, such as the server's own
  BACKSTAY_TLS_CLIENT_CERT        file of a certificate with its key to show to the server

For a repository in a bucket of S3 or a service that speaks it, at s3:https://host/bucket/folder:

  AWS_ACCESS_KEY_ID               key to sign in with (or BACKSTAY_S3_ACCESS_KEY_ID)
  AWS_SECRET_ACCESS_KEY           its secret (or BACKSTAY_S3_SECRET_ACCESS_KEY; BACKSTAY_S3_SECRET_ACCESS_KEY_FILE: file that holds it)
  AWS_SESSION_TOKEN               for keys that are lent for a while
  AWS_DEFAULT_REGION              region of the bucket, where the service wants one (or BACKSTAY_S3_REGION)
  BACKSTAY_S3_BUCKET_LOOKUP       dns or path: where the bucket's name stands, if the service is not understood
  BACKSTAY_CACERT                 as above

For a repository on a server that speaks WebDAV, at webdav:https://host/folder/:

  BACKSTAY_WEBDAV_USERNAME        user to sign in as
  BACKSTAY_WEBDAV_PASSWORD        their password; BACKSTAY_WEBDAV_PASSWORD_FILE: file that holds it
  BACKSTAY_CACERT, BACKSTAY_TLS_CLIENT_CERT   as above

For a repository on a server that speaks FTP, at ftps://user@host/folder, or ftp://user@host/folder without TLS:

  BACKSTAY_FTP_USERNAME           user to sign in as
  BACKSTAY_FTP_PASSWORD           their password; BACKSTAY_FTP_PASSWORD_FILE: file that holds it
  BACKSTAY_CACERT                 as above

Each of them but BACKSTAY_HOME may begin with RESTIC_ instead; one that begins with BACKSTAY_ counts before it.
On the command line of a program everybody on the computer can read: no flag takes a password itself.`;
