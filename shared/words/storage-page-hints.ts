import type { StorageErrorCode, StorageErrorDetails } from "../storage-errors.ts";

type Hints = { readonly [C in StorageErrorCode]?: (details: StorageErrorDetails[C]) => string };

/** What to do about repositories on other machines, for somebody who looks at a page. */
export const enStoragePageHints: Hints = {
  STORE_SIGN_IN_REFUSED: () =>
    "Nothing was changed there. Check the name and the password of this place in the settings.",
  STORE_SIGN_IN_MISSING: () =>
    "Nothing was changed there. Enter a password or a key for this place in the settings.",
  STORE_REGION_WRONG: () =>
    "Nothing was changed there. Enter the region that the settings of the service show for the bucket, and check the address.",
  REMOTE_KEY_UNKNOWN: () =>
    "Nothing was sent to it, no password either. Compare the key with the one the machine itself shows, and trust it only if it is the same.",
  SSH_SETTINGS_UNUSABLE: () =>
    "Nothing was sent. The settings of SSH on the computer where Backstay runs have to be mended first.",
};

export const zhStoragePageHints: Hints = {
  STORE_SIGN_IN_REFUSED: () => "没有更改那里的任何内容。请在“设置”中检查此位置的用户名和密码。",
  STORE_SIGN_IN_MISSING: () => "没有更改那里的任何内容。请在“设置”中为此位置输入密码或密钥。",
  STORE_REGION_WRONG: () => "没有更改那里的任何内容。请输入服务设置中显示的存储桶区域，并检查地址。",
  REMOTE_KEY_UNKNOWN: () =>
    "没有向它发送任何内容，包括密码。请与该设备自身显示的密钥核对，只有一致时才信任它。",
  SSH_SETTINGS_UNUSABLE: () => "没有发送任何内容。请先修正运行 Backstay 的计算机上的 SSH 设置。",
};
