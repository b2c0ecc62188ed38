<?php
/**
 * Plugin Name: Lotse Search
 * Description: Replaces the search form of the theme by the search box of a Lotse gateway.
 * Version: 0.1.0
 * Requires at least: 6.5
 * Requires PHP: 7.4
 * License: Apache-2.0
 *
 * In wp-config.php:
 *   define( 'LOTSE_ENDPOINT', 'https://search.example.org' );
 *   define( 'LOTSE_SITE', 'demo' );
 */

defined( 'ABSPATH' ) || exit;

/** Loads the widget as a module, and the bridge to the WP Consent API where that is active. */
function lotse_search_enqueue() {
	wp_enqueue_script_module( 'lotse-search', LOTSE_ENDPOINT . '/widget/lotse-search.js', array(), null );
	wp_enqueue_script( 'lotse-consent', plugins_url( 'consent.js', __FILE__ ), array(), '0.1.0', true );
	wp_add_inline_style( 'wp-block-library', 'lotse-search{display:block;min-block-size:2.75rem}' );
}
add_action( 'wp_enqueue_scripts', 'lotse_search_enqueue' );

/** Puts the theme's own form into the box: visitors without JavaScript keep it, and it leads to the theme's results page. */
function lotse_search_form( $form ) {
	return sprintf( '<lotse-search site="%s">%s</lotse-search>', esc_attr( LOTSE_SITE ), $form );
}
add_filter( 'get_search_form', 'lotse_search_form' );

/** The same for the search block. */
function lotse_search_block( $content ) {
	return lotse_search_form( $content );
}
add_filter( 'render_block_core/search', 'lotse_search_block' );
