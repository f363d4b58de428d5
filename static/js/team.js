// My team: each visit is kept on the phone first and sent when there is a network. Nothing is kept but
// what the member typed, and that only until the server has answered it.
const root = document.querySelector('[data-app-team]')
const DATABASE = 'team'
const AT_ONCE = 100
const PATIENCE = 20000
const EVERY = 60000
const isPage = root?.dataset.appTeam === 'page'
const find = (name) => root.querySelector(`[data-app-team-${name}]`)

const opened = () =>
  new Promise((done, failed) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('entries', { keyPath: 'client_id' })
      request.result.createObjectStore('settings', { keyPath: 'name' })
    }
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })

async function inStore(store, mode, work) {
  const database = await opened()
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction(store, mode)
      const request = work(transaction.objectStore(store))
      transaction.oncomplete = () => done(request.result)
      transaction.onabort = () => failed(transaction.error)
    })
  } finally {
    database.close()
  }
}
const put = (store, thing) => inStore(store, 'readwrite', (all) => all.put(thing))
const drop = (id) => inStore('entries', 'readwrite', (all) => all.delete(id))
const entries = async () =>
  (await inStore('entries', 'readonly', (all) => all.getAll())).sort((a, b) => (a.at < b.at ? -1 : 1))
const settings = () => inStore('settings', 'readonly', (all) => all.get('team'))

function note(name, shown = true) {
  const element = root.querySelector(`[data-app-team-note="${name}"]`)
  if (element) element.hidden = !shown
}

const word = (name) => {
  const words = find('words').content
  return words.querySelector(`[data-word="${name}"]`).textContent
}
const resultWord = (code) =>
  find('form').querySelector(`input[value="${CSS.escape(code)}"]`)?.labels[0].textContent ?? code

// As the server shows it, wherever the phone thinks it is.
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', day: '2-digit', month: '2-digit', hourCycle: 'h23'
})
function localTime(at) {
  const part = Object.fromEntries(CLOCK.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part.hour}:${part.minute}, ${part.day}/${part.month}`
}

function shownEntry(entry, me) {
  const item = find('entry').content.cloneNode(true)
  const part = (name) => item.querySelector(`[data-part="${name}"]`)
  part('result').textContent = resultWord(entry.result)
  part('hamlet').textContent = entry.hamlet
  part('at').textContent = localTime(new Date(entry.at))
  const other = entry.me !== me
  part('text').textContent = entry.text ?? word(other ? 'other' : 'waiting')
  part('drop').addEventListener('click', () => drop(entry.client_id).then(show))
  if (entry.state === 'counted' || other) part('edit').remove()
  else part('edit').addEventListener('click', () => again(entry))
  return item
}

async function again(entry) {
  const form = find('form')
  form.elements.hamlet.value = entry.hamlet
  form.elements.phone.value = entry.phone ?? ''
  for (const radio of form.elements.result) radio.checked = radio.value === entry.result
  await drop(entry.client_id)
  await show()
  form.scrollIntoView()
  form.elements.hamlet.focus()
}

async function show() {
  const [all, known] = await Promise.all([entries(), settings()])
  find('entries').replaceChildren(...all.map((entry) => shownEntry(entry, known?.me)))
  find('waiting').hidden = all.length === 0
  find('count').textContent = all.length
  note('there', all.length > 0)
  find('send').hidden = !all.some((entry) => entry.state === 'waiting')
}

function fill(known) {
  const select = find('form').elements.hamlet
  if (select.options.length || !known) return
  const options = known.hamlets.map((name) => new Option(name, name, false, name === known.hamlet))
  select.replaceChildren(...options)
  const heading = find('name')
  if (heading) heading.textContent = `${known.hamlet}, ${known.commune}`
}

class SignedOut extends Error {}

class Offline extends Error {}

async function ask(address, more) {
  let reply
  try {
    reply = await fetch(address, { redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...more })
  } catch (error) {
    throw new Offline(error.name)
  }
  if (reply.type === 'opaqueredirect' || reply.status === 401 || reply.status === 403) throw new SignedOut()
  if (!reply.ok) throw new Error(reply.status)
  return reply.json()
}

// Who is signed in: a page of the server says it itself, the form of the phone has to ask.
function ofPage() {
  const { appMe: me, appCommune: commune, appHamlet: hamlet } = root.dataset
  const form = find('form')
  const hamlets = [...form.elements.hamlet.options].map((option) => option.value)
  return { me, commune, hamlet, hamlets, token: form.elements._token.value }
}

async function state() {
  const { token, ...known } = isPage ? ofPage() : await ask('/team/state')
  await put('settings', { name: 'team', ...known })
  return { ...known, token }
}

async function upload(some, token) {
  const wanted = some.map(({ client_id, at, hamlet, result, phone }) => ({
    client_id, at, hamlet, result, ...(phone ? { phone } : {}),
  }))
  const body = new URLSearchParams({ _token: token, entries: JSON.stringify(wanted) })
  return (await ask('/team/upload', { method: 'POST', body })).results
}

// What counts goes off the phone, unless there is something about it to be known; what is refused stays.
async function answered(entry, answer) {
  if (answer.status !== 'refused' && !answer.code) return drop(entry.client_id)
  const { phone, ...rest } = entry
  if (answer.status === 'refused') return put('entries', { ...entry, state: 'refused', text: answer.text })
  return put('entries', { ...rest, state: 'counted', text: answer.text })
}

async function sendAll() {
  const waiting = (await entries()).filter((entry) => entry.state === 'waiting')
  const known = await state()
  fill(known)
  const mine = waiting.filter((entry) => entry.me === known.me)
  let taken = 0
  for (let first = 0; first < mine.length; first += AT_ONCE) {
    const some = mine.slice(first, first + AT_ONCE)
    const answers = await upload(some, known.token)
    await Promise.all(answers.map((answer, place) => answered(some[place], answer)))
    taken += answers.filter((answer) => answer.status !== 'refused').length
  }
  return { sent: mine.length, taken }
}

// One at a time, in all tabs: what two send at once would be answered as repeated, and is the same.
const send = () => navigator.locks.request('team-visits', attempt)

async function attempt() {
  for (const name of ['offline', 'signed-out', 'failed']) note(name, false)
  try {
    const { sent, taken } = await sendAll()
    note('unknown', false)
    if (sent) note('kept', false)
    if ((taken || !isPage) && !isTyping()) return location.replace(taken ? '/team?sent=1' : '/team')
    if (taken) note('sent')
  } catch (error) {
    if (error instanceof SignedOut) note('signed-out')
    else if (error instanceof Offline) note('offline')
    else note('failed')
  }
  await show()
}

function isTyping() {
  const { phone, result } = find('form').elements
  return Boolean(phone.value || result.value)
}

async function keep(event) {
  event.preventDefault()
  const form = event.target
  const result = form.elements.result.value
  find('missing').hidden = Boolean(result)
  if (!result) return form.querySelector('#result').focus()
  const known = await settings()
  if (!known) return note('unknown')
  const phone = form.elements.phone.value.trim()
  await put('entries', {
    client_id: crypto.randomUUID(),
    at: localNow(),
    hamlet: form.elements.hamlet.value,
    result,
    ...(phone ? { phone } : {}),
    me: known.me,
    state: 'waiting',
  })
  form.elements.phone.value = ''
  for (const radio of form.elements.result) radio.checked = false
  note('sent', false)
  note('kept')
  await show()
  await send()
}

// The device's time with its offset, to the second.
function localNow() {
  const now = new Date()
  const offset = -now.getTimezoneOffset()
  const local = new Date(now.getTime() + offset * 60000).toISOString().slice(0, 19)
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`
}

function register() {
  if (!('serviceWorker' in navigator)) return
  const own = (address) => {
    if (address !== '/team/worker.js') throw new TypeError(address)
    return address
  }
  const policy = self.trustedTypes?.createPolicy('team-worker', { createScriptURL: own })
  const address = policy ? policy.createScriptURL('/team/worker.js') : '/team/worker.js'
  navigator.serviceWorker.register(address, { scope: '/team' }).catch(() => {})
}

async function start() {
  find('form').addEventListener('submit', keep)
  find('send').addEventListener('click', send)
  addEventListener('online', send)
  addEventListener('offline', () => note('offline'))
  setInterval(() => find('send').hidden || send(), EVERY)
  register()
  if (isPage) await state()
  const known = await settings()
  fill(known)
  if (!isPage && !known) note('unknown')
  await show()
  await send()
}

if (root) start()
