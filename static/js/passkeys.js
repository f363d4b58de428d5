// A form whose answer a passkey gives: pressed, the device is asked, and what it gives is sent.
const fromText = (text) => Uint8Array.from(
  atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0),
)
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const asked = {
  get: async ({ challenge, rpId }) => {
    const publicKey = { challenge: fromText(challenge), rpId, userVerification: 'required' }
    const { rawId, response } = await navigator.credentials.get({ publicKey })
    return {
      credential: rawId, client_data: response.clientDataJSON,
      authenticator_data: response.authenticatorData, signature: response.signature,
    }
  },
  create: async ({ challenge, rpId, rpName, user, username, name, known }) => {
    const type = 'public-key'
    const publicKey = {
      challenge: fromText(challenge), rp: { id: rpId, name: rpName }, attestation: 'none',
      user: { id: new TextEncoder().encode(user), name: username, displayName: name },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type, alg })),
      excludeCredentials: known.split(' ').filter(Boolean).map((id) => ({ type, id: fromText(id) })),
      authenticatorSelection: {
        residentKey: 'required', requireResidentKey: true, userVerification: 'required',
      },
    }
    const { response } = await navigator.credentials.create({ publicKey })
    return { client_data: response.clientDataJSON, attestation: response.attestationObject }
  },
}
for (const form of document.querySelectorAll('form[data-app-passkey]')) {
  if (!window.PublicKeyCredential) continue
  form.querySelector('[data-app-passkey-absent]').hidden = true
  const failed = form.querySelector('[data-app-passkey-failed]')
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    failed.hidden = true
    try {
      const given = await asked[form.dataset.appPasskey](form.dataset)
      for (const [name, part] of Object.entries(given)) form.elements[name].value = toText(part)
      form.submit()
    } catch {
      failed.hidden = false
    }
  })
}
