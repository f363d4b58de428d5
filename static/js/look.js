// A form that is looked at while it is filled in: after a pause in typing its parts are put anew.
// Ctrl and Enter send it; a part with `data-app-jump` is gone to by that key, and left by it again.
for (const form of document.querySelectorAll('form[data-app-look]')) {
  let asked, timer, before
  const look = async () => {
    asked?.abort()
    asked = new AbortController()
    const body = new URLSearchParams(new FormData(form))
    try {
      await putAnew(form.dataset.appLook, { method: 'POST', body, signal: asked.signal })
    } catch (stopped) {
      if (stopped.name === 'AbortError') return // what was typed since is asked in its place
      throw stopped
    }
    const suggests = form.querySelector('[data-app-suggests]')?.dataset.appSuggests
    const choice = form.elements.category
    if (suggests && choice && !choice.dataset.appChosen) choice.value = suggests
  }
  const soon = (pause) => { clearTimeout(timer); timer = setTimeout(look, pause) }
  form.addEventListener('input', (event) => {
    if (event.target.matches('textarea, [role="combobox"]')) soon(600)
  })
  form.addEventListener('change', (event) => {
    if (event.target.name === 'category') event.target.dataset.appChosen = '1'
    soon(0)
  })
  if (form.elements.category?.value) form.elements.category.dataset.appChosen = '1'
  form.addEventListener('click', (event) => {
    const button = event.target.closest?.('button[formaction]')
    if (!button) return
    event.preventDefault()
    if (button.name === 'use') {
      form.elements.category.value = button.value
      form.elements.category.dataset.appChosen = '1'
      form.elements.category.focus()
    }
    soon(0)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault()
      form.requestSubmit()
    }
    const part = document.querySelector(`[data-app-jump="${CSS.escape(event.key)}"]`)
    if (!part) return
    event.preventDefault()
    if (part.contains(document.activeElement)) return (before ?? form.elements[0]).focus()
    before = document.activeElement
    ;(part.querySelector('a, button[name]') ?? part).focus()
  })
}
