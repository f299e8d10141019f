/** Puts text on the clipboard at a person's click: the page has no permission for the clipboard, and needs none for this. */

/** @throws an Error with a sentence when the browser does not copy. */
export function copyText(text: string): void {
  const fill = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    // The page's own shortcuts copy other things.
    event.stopImmediatePropagation()
  }
  document.addEventListener('copy', fill, { capture: true, once: true })
  // The only way to copy without a permission; deprecated, and in every browser.
  const isCopied = document.execCommand('copy')
  document.removeEventListener('copy', fill, { capture: true })
  if (!isCopied) throw new Error('The text could not be copied: the system gave no clipboard.')
}
