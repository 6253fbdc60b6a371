// fonds, default theme: a link to today's place among the days of the year. The page has no clock, the browser has.
addEventListener('DOMContentLoaded', () => {
  const two = n => String(n).padStart(2, '0'), now = new Date()
  const place = `/${two(now.getMonth() + 1)}/#d${two(now.getDate())}`
  const day = document.querySelector(`#days a[href$="${place}"]`)
  const deck = document.querySelector('[data-today]')
  if (day) deck.append(' ', Object.assign(day.cloneNode(), { textContent: deck.dataset.today }))
})
