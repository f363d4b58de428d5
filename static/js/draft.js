// What was typed is kept in this tab until it was taken: over a reload, a session's end, a way back.
// Signing out takes it away.
const prefix = 'draft '
const stored = sessionStorage
for (const out of document.querySelectorAll('form[action="/officer/sign-out"]')) {
  out.addEventListener('submit', () => stored.clear())
}
const query = new URLSearchParams(location.search)
if (query.has('done')) {
  const sent = ` ${query.get('case') ?? location.pathname.split('/').at(-1)} ${query.get('done')}`
  for (const key of Object.keys(stored)) if (key.endsWith(sent)) stored.removeItem(key)
}
for (const form of document.querySelectorAll('form[data-app-draft]')) {
  const key = prefix + form.dataset.appDraft
  const fields = [...form.elements].filter((one) => one.name && !one.name.startsWith('_')
    && one.matches('textarea, select, input[type=text], input[type=date], input[type=radio], .govuk-checkboxes__input'))
  const isTick = (one) => one.type === 'radio' || one.type === 'checkbox'
  const value = (one) => isTick(one) ? (one.checked ? one.value : null) : one.value
  const read = () => fields.map(value)
  const first = JSON.stringify(read())
  const note = document.createElement('p')
  note.className = 'app-small app-muted'
  form.querySelector('.govuk-button-group')?.before(note)
  const fill = (values) => values.forEach((one, at) => {
    if (isTick(fields[at])) fields[at].checked = one !== null
    else fields[at].value = one
  })
  const tell = (at) => {
    const drop = document.createElement('button')
    drop.type = 'button'
    drop.className = 'app-linkbutton'
    drop.textContent = form.dataset.appDrop
    drop.addEventListener('click', () => { stored.removeItem(key); fill(JSON.parse(first)); note.textContent = '' })
    note.replaceChildren(`${form.dataset.appKept.replace('{}', at)} `, drop)
  }
  const keep = () => {
    const now = JSON.stringify(read())
    if (now === first) return
    const clock = { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' }
    const at = new Date().toLocaleTimeString('vi-VN', clock)
    stored.setItem(key, JSON.stringify({ values: JSON.parse(now), at }))
    tell(at)
  }
  const before = JSON.parse(stored.getItem(key) ?? 'null')
  const refused = document.querySelector('.govuk-error-summary, #stale')
  if (before && !refused && before.values.length === fields.length) {
    fill(before.values)
    tell(before.at)
  }
  let timer = 0
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(keep, 1000) })
  addEventListener('pagehide', keep)
  form.addEventListener('submit', keep)
}
