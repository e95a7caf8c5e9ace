// action_organize_imports.cpp
#include "server/features/actions.h"
namespace krait::features {
void offer_organized_imports(ActionSite&) {}
}  // namespace krait::features
