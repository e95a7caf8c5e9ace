#include "python/config/library_options.h"

namespace krait::config {

namespace {

/// What the stubs ask about besides Python's version and the platform.
constexpr std::string_view kOnlyNameTested = "TYPE_CHECKING";

}  // namespace

Options for_own_stubs(const Options& options) {
    static const Options usual;
    Options own = options;
    for (bool Options::* reported : {&Options::disallow_any_generics,
                                     &Options::disallow_any_unimported,
                                     &Options::disallow_any_expr,
                                     &Options::disallow_any_decorated,
                                     &Options::disallow_any_explicit,
                                     &Options::disallow_subclassing_any,
                                     &Options::disallow_untyped_calls,
                                     &Options::disallow_untyped_defs,
                                     &Options::disallow_incomplete_defs,
                                     &Options::check_untyped_defs,
                                     &Options::disallow_untyped_decorators,
                                     &Options::warn_redundant_casts,
                                     &Options::warn_no_return,
                                     &Options::warn_return_any,
                                     &Options::report_deprecated_as_note,
                                     &Options::warn_unused_ignores,
                                     &Options::warn_unreachable,
                                     &Options::check_unreachable,
                                     &Options::ignore_errors,
                                     &Options::implicit_reexport,
                                     &Options::allow_untyped_globals,
                                     &Options::allow_redefinition,
                                     &Options::allow_redefinition_old,
                                     &Options::strict_equality,
                                     &Options::strict_equality_for_none,
                                     &Options::extra_checks,
                                     &Options::allow_empty_bodies,
                                     &Options::ignore_missing_imports,
                                     &Options::ignore_missing_imports_per_module,
                                     &Options::warn_incomplete_stub,
                                     &Options::show_error_context}) {
        own.*reported = usual.*reported;
    }
    for (Strings Options::* reported :
         {&Options::disable_error_code, &Options::enable_error_code,
          &Options::untyped_calls_exclude, &Options::deprecated_calls_exclude,
          &Options::enable_incomplete_feature, &Options::plugins}) {
        own.*reported = usual.*reported;
    }
    for (Strings Options::* names : {&Options::always_true, &Options::always_false}) {
        std::erase_if(own.*names, [](const std::string& name) { return name != kOnlyNameTested; });
    }
    own.disabled_error_codes = usual.disabled_error_codes;
    own.enabled_error_codes = usual.enabled_error_codes;
    return own;
}

}  // namespace krait::config
