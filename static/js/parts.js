// Parts of a page are put anew from our own server, without going anywhere: each element with
// `data-app-part` becomes as the one of its id, node by node, so that nothing flickers, what was
// opened stays open and the focus stays where it is. What comes from elsewhere, or is no good
// answer, or comes too late, changes nothing. The policy is the only way in for text that becomes
// elements; a page that is read so runs no script.
const partsPolicy = globalThis.trustedTypes?.createPolicy('app-parts', { createHTML: (text) => text })

const ownByScript = (name) => name === 'open' || /^data-govuk-.*-init$/.test(name)
const becomeAs = (old, fresh) => {
  if (old.isEqualNode(fresh) || old === document.activeElement) return
  if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh)
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.data = fresh.data
    return
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !ownByScript(name)) old.removeAttribute(name)
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]]
  for (const [at, node] of after.entries()) {
    if (at < before.length) becomeAs(before[at], node)
    else old.append(node)
  }
  for (const node of before.slice(after.length)) node.remove()
}

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
    const busy = old && !old.dataset.appRefresh && old.contains(document.activeElement)
    if (!old || busy || old.isEqualNode(fresh)) continue
    if (old.dataset.appRefresh) becomeAs(old, fresh)
    else old.replaceWith(fresh)
  }
  return true
}
