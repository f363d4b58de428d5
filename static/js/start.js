// govuk-frontend's behaviour, with its counts in Vietnamese. Every page reads and works without it.
import { initAll } from '@static/govuk.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
const vietnamese = {
  charactersUnderLimit: { other: 'Còn %{count} ký tự' },
  charactersAtLimit: 'Đã đủ số ký tự cho phép',
  charactersOverLimit: { other: 'Thừa %{count} ký tự' },
}
initAll(document.documentElement.lang === 'vi' ? { characterCount: { i18n: vietnamese } } : {})
