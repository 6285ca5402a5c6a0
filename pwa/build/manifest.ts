/** What the phone knows of the app once it is installed. */

import type { ManifestOptions } from "vite-plugin-pwa";

export const manifest: Partial<ManifestOptions> = {
  id: "/",
  name: "敲门 · 预警劝阻",
  short_name: "敲门",
  description: "电信网络诈骗预警劝阻：预警到人，电话劝阻和见面劝阻一步一步做，结果当场记录。",
  lang: "zh-CN",
  start_url: "/",
  scope: "/",
  display: "standalone",
  orientation: "any",
  background_color: "#F7F8FA",
  theme_color: "#0B3D91",
  icons: [
    { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
};
