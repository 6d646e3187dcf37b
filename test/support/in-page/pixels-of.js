/** Runs in a page, which decodes a picture. `picture-pixels.ts` says what comes of it. */
(() => {
  globalThis.pixelsOf = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const { width, height } = picture;
    const surface = new OffscreenCanvas(width, height).getContext("2d");
    surface.drawImage(picture, 0, 0);
    return { data: [...surface.getImageData(0, 0, width, height).data], width, height };
  };
})();
