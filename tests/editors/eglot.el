;;; eglot.el --- Krait in a real Emacs, through eglot: see run_emacs.py.  -*- lexical-binding: t -*-

;; Opens a file with an error, repairs it in the unsaved buffer, and looks at what Flymake shows, at
;; what eldoc would say of a name, and where its definition is.  Waits for states, never for time.

(setq inhibit-message nil make-backup-files nil create-lockfiles nil)
;; Debian puts packages here, where -Q doesn't look; eglot is part of Emacs from 29 on.
(dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa/*"))
  (add-to-list 'load-path folder))
(require 'eglot)
(require 'flymake)

(defvar krait-patience 60)
(defvar krait-project (getenv "PROJECT"))
(setq eglot-sync-connect krait-patience eglot-autoshutdown t eglot-send-changes-idle-time 0.05)
(add-to-list 'eglot-server-programs `(python-mode . (,(getenv "KRAIT") "server")))
(setq project-find-functions (list (lambda (_) (cons 'transient krait-project))))

(defun krait-until (what wanted)
  "Wait until calling WHAT gives WANTED, and say how it went."
  (let ((end (+ (float-time) krait-patience)) got)
    (while (and (not (equal (setq got (funcall what)) wanted)) (< (float-time) end))
      (accept-process-output nil 0.02))
    (unless (equal got wanted)
      (message "FAILED: expected %S, got %S" wanted got)
      (kill-emacs 1))))

(defun krait-lines ()
  "The lines that Flymake shows something for."
  (flymake-start)
  (delete-dups (sort (mapcar (lambda (found) (line-number-at-pos (flymake-diagnostic-beg found)))
                             (flymake-diagnostics))
                     #'<)))

(find-file (expand-file-name "main.py" krait-project))
(eglot-ensure)
(run-hooks 'post-command-hook)
(unless (eglot-current-server)
  (apply #'eglot (list '(python-mode) (cons 'transient krait-project) 'eglot-lsp-server
                       (list (getenv "KRAIT") "server") "python")))
(unless eglot--managed-mode (eglot--managed-mode 1))
(flymake-mode 1)
(krait-until #'krait-lines '(3))
(message "ok: an error is shown")

(goto-char (point-min))
(forward-line 2)
(delete-region (line-beginning-position) (line-end-position))
(insert "y = f(1)")
(eglot--signal-textDocument/didChange)
(krait-until #'krait-lines '())
(message "ok: it is repaired in the unsaved buffer")

(goto-char (point-min))
(forward-line 2)
(forward-char 4)
(krait-until (lambda ()
               (let ((found (car (ignore-errors (xref-backend-definitions 'eglot "LSP identifier at point.")))))
                 (and found (xref-location-line (xref-item-location found)))))
             1)
(message "ok: the definition is found")

(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
(message "ok: the server is shut down")
(kill-emacs 0)
