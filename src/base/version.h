// version.h: what Krait calls itself, on the command line and to editors.

#pragma once

namespace krait::base {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace krait::base
