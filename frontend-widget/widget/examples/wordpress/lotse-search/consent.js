// Passes the visitor's decisions on from the WP Consent API: `statistics` allows an id in usage events, `preferences`
// allows recent searches on this device.
(function () {
  function tell() {
    document.dispatchEvent(
      new CustomEvent('lotse:consent', {
        detail: {
          analytics: window.wp_has_consent('statistics'),
          storage: window.wp_has_consent('preferences'),
        },
      }),
    );
  }
  if (typeof window.wp_has_consent !== 'function') return;
  document.addEventListener('wp_listen_for_consent_change', tell);
  // Modules run when the document has been parsed; the box is there from then on.
  window.addEventListener('DOMContentLoaded', tell);
})();
