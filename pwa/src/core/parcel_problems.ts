/** What can be wrong with a parcel, in words that say what to do; the work itself is still where it was. */

import { Problem } from "./problem";

export function wrongCode(): Problem {
  return new Problem(
    "parcel_wrong_code",
    "口令不对，文件没有打开。请对照抄下的口令再输一次。",
    "The code is wrong, so the file was not opened. Compare it with what was written down and try again.",
  );
}

export function notAParcel(): Problem {
  return new Problem(
    "parcel_other_file",
    "这不是从敲门导出的文件。请选择名字以“敲门-未上报”开头的文件。",
    "This file was not exported from Qiaomen. Choose one whose name starts with “敲门-未上报”.",
  );
}

export function damaged(): Problem {
  return new Problem(
    "parcel_damaged",
    "文件不完整或已损坏，没有导入任何内容。请从原手机重新导出、重新传一次。",
    "The file is incomplete or damaged; nothing was taken in. Export it again on the other phone and send it anew.",
  );
}

export function newerParcel(): Problem {
  return new Problem(
    "parcel_newer",
    "这个文件是新版本的应用导出的，这台手机打不开。请联网更新应用后再导入，文件请留好。",
    "A newer version of the app made this file. Update the app here with a network, then open it again; keep the file.",
  );
}

export function tooLarge(): Problem {
  return new Problem(
    "parcel_too_large",
    "文件太大，这台手机打不开。文件请留好，换一台手机导入。",
    "The file is too large for this phone. Keep it and open it on another one.",
  );
}

export function tooMuch(): Problem {
  return new Problem(
    "parcel_too_much",
    "未上报的照片太多，一个文件装不下，没有导出。记录和照片都还在本机，请先联网上报一部分。",
    "There are too many unsent photos for one file, so nothing was exported. All is kept here; send some with a network first.",
  );
}

export function notReadable(): Problem {
  return new Problem(
    "parcel_not_readable",
    "文件读不出来，可能已被移走。请重新选择。",
    "The file cannot be read; it may have been moved. Please choose it again.",
  );
}
