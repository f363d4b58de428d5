// The drawing of a place becomes a map that moves: our own boundaries and nothing else. It is loaded
// when it is asked for, since it weighs more than the page.
for (const place of document.querySelectorAll('[data-app-map]')) {
  const { appMap, appLat, appLon, appHere, appOpen, appIn, appOut } = place.dataset
  const drawing = place.querySelector('svg')
  const open = document.createElement('button')
  open.type = 'button'
  open.className = 'govuk-button govuk-button--secondary'
  open.textContent = appOpen
  drawing.after(open)
  const dress = () => new Promise((done) => {
    const sheet = document.createElement('link')
    sheet.rel = 'stylesheet'
    sheet.href = '@static/leaflet.css'
    sheet.addEventListener('load', done)
    sheet.addEventListener('error', done)
    document.head.append(sheet)
  })
  open.addEventListener('click', async () => {
    open.disabled = true
    try {
      const [outlines] = await Promise.all([
        fetch(appMap).then((answer) => answer.json()), import('@static/leaflet.js'), dress(),
      ])
      show(outlines)
    } catch {
      open.disabled = false
    }
  })
  const show = (outlines) => {
    const { L } = window
    const frame = document.createElement('div')
    frame.className = 'app-place__moving'
    frame.setAttribute('role', 'region')
    frame.setAttribute('aria-label', place.querySelector('figcaption').textContent)
    drawing.replaceWith(frame)
    open.remove()
    const at = [Number(appLat), Number(appLon)]
    const map = L.map(frame, {
      attributionControl: false, zoomControl: false, zoomAnimation: false, minZoom: 8, maxZoom: 17,
    })
    map.setView(at, 13)
    L.control.zoom({
      zoomInText: '+', zoomInTitle: appIn, zoomOutText: '−', zoomOutTitle: appOut,
    }).addTo(map)
    L.control.scale({ imperial: false }).addTo(map)
    L.geoJSON(outlines, {
      style: ({ properties }) => ({
        className: properties.code === appHere ? 'app-place__here' : 'app-place__near', weight: 1,
      }),
      onEachFeature: ({ properties }, layer) => layer.bindTooltip(properties.name, { sticky: true }),
    }).addTo(map)
    L.circle(at, { radius: 100, className: 'app-place__ring' }).addTo(map)
    L.circleMarker(at, { radius: 6, className: 'app-place__pin' }).addTo(map)
    frame.querySelector('.leaflet-control-zoom-in')?.focus()
  }
}
