/** Addresses of pictures that lie on this phone, as the browser lends them to one member while the app runs. */

const urls = new Map<string, string>();

/** The address of this picture, if it was made already. */
export function urlOf(key: string): string | undefined {
  return urls.get(key);
}

export function makeUrl(key: string, picture: Blob): string {
  const url = URL.createObjectURL(picture);
  urls.set(key, url);
  return url;
}

/** Pictures of one member are not for the next. */
export function forgetUrls(): void {
  for (const url of urls.values()) URL.revokeObjectURL(url);
  urls.clear();
}
