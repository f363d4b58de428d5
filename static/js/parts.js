// Parts of a page are put anew from our own server, without going anywhere: each element with
// `data-app-part` takes the place of the one of its id. What comes from elsewhere, or is no good
// answer, or comes too late, changes nothing. The policy is the only way in for text that becomes
// elements; a page that is read so runs no script.
const partsPolicy = globalThis.trustedTypes?.createPolicy('app-parts', { createHTML: (text) => text })

const putAnew = async (address, options = {}) => {
  let answer
  try {
    answer = await fetch(address, { credentials: 'same-origin', redirect: 'error', ...options })
  } catch {
    return false
  }
  if (!answer.ok || new URL(answer.url).origin !== location.origin) return false
  const text = await answer.text()
  const page = new DOMParser().parseFromString(partsPolicy ? partsPolicy.createHTML(text) : text, 'text/html')
  for (const fresh of page.querySelectorAll('[data-app-part]')) {
    const old = document.getElementById(fresh.id)
    if (old && !old.isEqualNode(fresh) && !old.contains(document.activeElement)) old.replaceWith(fresh)
  }
  return true
}
