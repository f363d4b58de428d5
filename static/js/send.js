// A form is sent by script, so that a net that breaks takes nothing: the page says so and keeps what
// was typed, and the same form sent again is carried out once. What is done leads on; whatever else
// comes is asked for once more as the browser does it, and is shown. Forms whose repetition would
// count (codes, passwords) and buttons that only look go as ever, when our server can be reached.
const sendWords = document.body.dataset
const LONGEST = 45_000 // milliseconds: no answer of ours takes longer
let onTheWay = false

const sendSays = (form, button, text, tone = 'gold') => {
  form.querySelector('[data-app-outcome]')?.remove()
  const note = document.createElement('p')
  note.className = `app-note app-note--${tone} app-gap`
  note.dataset.appOutcome = ''
  note.setAttribute('role', tone === 'blue' ? 'status' : 'alert')
  note.append(document.createElement('span'))
  const place = button?.closest('.govuk-button-group') ?? button
  if (place) place.before(note)
  else form.append(note)
  note.firstChild.textContent = text
}
const formBody = (form, button) => {
  const given = new FormData(form)
  if (button?.name) given.append(button.name, button.value)
  return form.enctype === 'multipart/form-data' ? given : new URLSearchParams(given)
}
const byTheBrowser = (form, button) => {
  form.dataset.appNative = ''
  form.requestSubmit(button)
  delete form.dataset.appNative
}
const reached = () => fetch(document.querySelector('link[rel=icon]').href, { cache: 'no-store' })
const sendForm = async (form, button) => {
  const files = form.enctype === 'multipart/form-data'
  const answer = await fetch(form.getAttribute('action') ?? location.href, {
    method: 'POST', body: formBody(form, button), redirect: 'error', headers: { 'X-Sent-By': 'script' },
    ...(!files && AbortSignal.timeout ? { signal: AbortSignal.timeout(LONGEST) } : {}),
  })
  if (answer.status === 429 || answer.status >= 500) {
    const reference = answer.headers.get('X-Correlation-Id')
    return sendSays(form, button, sendWords.appBusy.replace('{}', reference ?? ''), 'red')
  }
  const next = answer.status === 204 && answer.headers.get('Location')
  if (!next) return byTheBrowser(form, button)
  location.assign(next)
}
document.getElementById('main-content')?.addEventListener('submit', async (event) => {
  const { target: form, submitter: button } = event
  if (event.defaultPrevented || form.getAttribute('method') !== 'post' || 'appNative' in form.dataset) return
  event.preventDefault()
  if (onTheWay) return
  onTheWay = true
  const looks = button?.matches('[formaction], [data-app-looks]')
    || !form.elements._once || form.querySelector('[type=password], [autocomplete=one-time-code]')
  const slow = setTimeout(() => sendSays(form, button, sendWords.appSlow, 'blue'), 1500)
  try {
    if (looks) {
      await reached()
      byTheBrowser(form, button)
    } else await sendForm(form, button)
  } catch {
    sendSays(form, button, looks ? sendWords.appUnsent : sendWords.appBroken, 'red')
  } finally {
    clearTimeout(slow)
    onTheWay = false
  }
})
